import { describe, expect, test } from '@jest/globals';
import { HtmlScanner, type HtmlPlace } from './html-place.js';

/** The place of the mark ¶. */
function at(html: string): HtmlPlace {
  return new HtmlScanner(html).placeAt(html.indexOf('¶'));
}

describe('where in HTML a value stands', () => {
  test.each<[string, HtmlPlace]>([
    ['<p>¶', { in: 'text' }],
    ['5 < 6 ¶', { in: 'text' }],
    ['a <b>c</b> ¶', { in: 'text' }],
    ['<p ¶', { in: 'tag' }],
    ['<p¶', { in: 'tag' }],
    ['<p title ¶', { in: 'tag' }],
    ['<p title="a ¶', { in: 'attribute', name: 'title', quoted: true }],
    ['<p TITLE = \'a " > ¶', { in: 'attribute', name: 'title', quoted: true }],
    ['<p title=¶', { in: 'attribute', name: 'title', quoted: false }],
    ['<p title=a¶', { in: 'attribute', name: 'title', quoted: false }],
    ['<p title=a/¶', { in: 'attribute', name: 'title', quoted: false }],
    ['<a href="x" title="¶', { in: 'attribute', name: 'title', quoted: true }],
    ['<a title="{{account.name}}" href="¶', { in: 'attribute', name: 'href', quoted: true }],
    ['<p title="{{! it"s > }}¶', { in: 'attribute', name: 'title', quoted: true }],
    ['<p title="{{!-- }} " --}}¶', { in: 'attribute', name: 'title', quoted: true }],
    ['<p title="x">¶', { in: 'text' }],
    ['<br/>¶', { in: 'text' }],
    ['<!-- <p title="¶', { in: 'comment' }],
    ['<!-- a > b -->¶', { in: 'text' }],
    ['<style>p { color: ¶', { in: 'raw', element: 'style' }],
    ['<SCRIPT>if (a < b) ¶', { in: 'raw', element: 'script' }],
    ['<style></style>¶', { in: 'text' }],
    ['<script>"</p>" ¶', { in: 'raw', element: 'script' }],
  ])('%s', (html, place) => {
    expect(at(html)).toEqual(place);
  });

  test('places are asked for from the front to the back', () => {
    const html = '<p a="1¶">2¶<i b=¶';
    const scanner = new HtmlScanner(html);
    const places = [...html.matchAll(/¶/g)].map(({ index }) => scanner.placeAt(index).in);
    expect(places).toEqual(['attribute', 'text', 'attribute']);
  });
});
