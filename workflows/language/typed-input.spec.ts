import { describe, expect, test } from '@jest/globals';
import { answersTo, edited, startingOn } from '../../test/support/edited-playbook.js';

const TYPED: Readonly<Record<string, readonly (readonly [name: string, text: string, answer: string])[]>> = {
  'what a Chinese keyboard types is called by its name': [
    [
      'a colon in brackets',
      edited('holdout: 10%', 'holdout：10%'),
      '12:11 unknown-key: in enroll the key "holdout：10%" is not known -> there is the full-width "：" in it: write holdout: 10%',
    ],
    [
      'a colon that opens a block',
      edited('start:', 'start：'),
      '8:6 yaml-syntax: the full-width "：" is part of a text for YAML, it ends no key and parts no values -> write ": " (a colon and a space) instead',
    ],
    [
      'a colon after a key',
      edited('version: 1', 'version：1'),
      '4:8 yaml-syntax: the full-width "：" is part of a text for YAML, it ends no key and parts no values -> write ": " (a colon and a space) instead',
    ],
    [
      'a comma',
      edited('assign: account.csm,', 'assign: account.csm，'),
      '15:50 yaml-syntax: the full-width "，" is part of a text for YAML, it ends no key and parts no values -> write ", " (a comma and a space) instead',
    ],
    [
      'braces',
      edited('{ holdout: 10% }', '｛ holdout: 10% ｝'),
      '12:9 yaml-syntax: the full-width "｛" is part of a text for YAML, it ends no key and parts no values -> write { and } instead',
    ],
    [
      'brackets',
      edited('[reached, no_answer]', '［reached, no_answer］'),
      '15:72 yaml-syntax: the full-width "［" is part of a text for YAML, it ends no key and parts no values -> write [ and ] instead',
    ],
    [
      'a percent sign',
      edited('10%', '10％'),
      '12:20 invalid-value: holdout must be a percent, this is the text "10％" -> there is the full-width "％" in it: write 10%',
    ],
    [
      'digits',
      edited('10%', '１０%'),
      '12:20 invalid-value: holdout must be a percent, this is the text "１０%" -> there is the full-width "１" in it: write 10%',
    ],
    [
      'digits of a duration',
      edited('2bd', '２bd'),
      '15:57 invalid-duration: "２bd" is not a duration -> there is the full-width "２" in it: write 2bd',
    ],
    [
      'a whole number',
      edited('version: 1', 'version: １'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "１" -> there is the full-width "１" in it: write 1',
    ],
    [
      'letters of an id',
      edited('id: call', 'id: ｃall'),
      '14:9 invalid-id: "ｃall" is not lower snake_case -> there is the full-width "ｃ" in it: write call',
    ],
    [
      'letters of a key',
      edited('  check:', '  ｃheck:'),
      '9:3 unknown-key: in start the key "ｃheck" is not known -> there is the full-width "ｃ" in it: did you mean "check"?',
    ],
    [
      'letters of a closed word',
      edited('as: success', 'as: ｓuccess'),
      '17:52 invalid-value: as must be one of success, lost, expired, this is the text "ｓuccess" -> there is the full-width "ｓ" in it: did you mean "success"?',
    ],
    [
      'an ideographic space behind a value',
      edited('kind: Playbook', 'kind: Playbook\u3000'),
      '2:7 unknown-kind: there is no kind of document called "Playbook\u3000" -> there is an ideographic space (U+3000) in it: did you mean "Playbook"?',
    ],
    [
      'an ideographic space behind a colon',
      edited('id: sample', 'id:\u3000sample'),
      '3:4 yaml-syntax: an ideographic space (U+3000) is part of a text for YAML, it neither indents nor parts anything -> write a plain space instead',
    ],
    [
      'ideographic spaces that indent',
      edited('  check:', '\u3000\u3000check:'),
      '9:1 yaml-syntax: an ideographic space (U+3000) is part of a text for YAML, it neither indents nor parts anything -> write plain spaces instead',
    ],
    [
      'an ideographic space behind a dash',
      edited('    - health', '    -\u3000health'),
      '11:5 wrong-shape: all must be a list of conditions, this is one text -> there is an ideographic space (U+3000) in it: write - health.score < 60',
    ],
    [
      'no-break spaces that indent',
      edited('  check:', '\u00a0\u00a0check:'),
      '9:1 yaml-syntax: a no-break space (U+00A0) is part of a text for YAML, it neither indents nor parts anything -> write plain spaces instead',
    ],
    [
      'a dash',
      edited('    - health', '    － health'),
      '11:5 wrong-shape: all must be a list of conditions, this is one text -> there is the full-width "－" in it: write - health.score < 60',
    ],
    [
      'an invisible character in a key',
      edited('owner:', 'owner\u200b:'),
      '6:1 unknown-key: here the key "owner\u200b" is not known -> there is an invisible character (U+200B) in it: did you mean "owner"?',
    ],
    [
      'a quote closed by another one',
      edited('A sample', '"A sample”'),
      '5:8 yaml-syntax: this quote is never closed -> close it with ": ” is another character',
    ],
    [
      'corner brackets around a template',
      edited('A sample', '「{{ account.name }}」: x'),
      '5:8 yaml-syntax: the typographic quote 「 is part of a text for YAML, it ends no key and parts no values -> write " (straight quotes) around the text instead',
    ],
  ],
  'the same in conditions': [
    [
      'a comparison',
      startingOn('health.score ＜ 60'),
      '11:20 wrong-operator: ＜ is not used in conditions -> there is the full-width "＜" in it: write <',
    ],
    [
      'digits',
      startingOn('health.score < ６０'),
      '11:22 condition-syntax: "６" has no meaning in a condition -> there is the full-width "６" in it: write 60',
    ],
    [
      'letters',
      startingOn('ｈealth.score < 60'),
      '11:7 condition-syntax: "ｈ" has no meaning in a condition -> there is the full-width "ｈ" in it: write h',
    ],
    [
      'a percent sign',
      startingOn('wow_drop(logins) >= 50％'),
      '11:29 wrong-operator: ％ is not used in conditions -> there is the full-width "％" in it: write %',
    ],
    [
      'parentheses',
      startingOn('wow_drop（logins） >= 50%'),
      '11:15 wrong-operator: （ is not used in conditions -> there is the full-width "（" in it: write (',
    ],
    [
      'curved quotes',
      startingOn('account.status is “active”'),
      '11:25 wrong-operator: “ is not used in conditions -> there is the typographic quote “ in it: write "',
    ],
    [
      'corner brackets',
      startingOn('account.status is 「active」'),
      '11:25 wrong-operator: 「 is not used in conditions -> there is the typographic quote 「 in it: write "',
    ],
    [
      'Chinese words',
      startingOn('health.score < 60 且 logins < 5'),
      '11:25 wrong-operator: 且 is not used in conditions -> write and',
    ],
    [
      'an invisible character',
      startingOn('health.score\u200b < 60'),
      '11:19 condition-syntax: "\u200b" has no meaning in a condition -> this is an invisible character (U+200B): remove it',
    ],
  ],
  'numbers are written in plain digits': [
    [
      'a number as text',
      edited('version: 1', 'version: "1"'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1" -> write 1 without quotes',
    ],
    [
      'beyond what is possible',
      edited('version: 1', 'version: 1e400'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1e400" -> write numbers in plain digits, at most fifteen of them',
    ],
    [
      'hexadecimal',
      edited('version: 1', 'version: 0x1F'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "0x1F" -> write numbers in plain digits: 31',
    ],
    [
      'octal',
      edited('version: 1', 'version: 0o17'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "0o17" -> write numbers in plain digits: 15',
    ],
    [
      'octal of old',
      edited('version: 1', 'version: 017'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "017" -> write numbers in plain digits: 17',
    ],
    [
      'underscores',
      edited('version: 1', 'version: 1_000'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1_000" -> write numbers in plain digits: 1000',
    ],
    [
      'commas',
      edited('version: 1', 'version: 1,000'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "1,000" -> write numbers in plain digits: 1000',
    ],
    [
      'infinity',
      edited('version: 1', 'version: .inf'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text ".inf" -> there is no infinite number: write digits, or leave it out',
    ],
    [
      'no number',
      edited('version: 1', 'version: .nan'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text ".nan" -> this is "not a number" to YAML: write digits, or null for unknown',
    ],
    [
      'a plus',
      edited('version: 1', 'version: +1'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "+1" -> write numbers in plain digits: 1',
    ],
    [
      'a minus',
      edited('version: 1', 'version: -1'),
      '4:10 invalid-value: version must be a whole number from 1 to 1000000, this is the number -1',
    ],
    [
      'thirty digits',
      edited('version: 1', 'version: 999999999999999999999999999999'),
      '4:10 wrong-shape: version must be a whole number from 1 to 1000000, this is the text "999999999999999999999999999999" -> write numbers in plain digits, at most fifteen of them',
    ],
    [
      'thirty digits of days',
      edited('2bd', '999999999999999999999999999999bd'),
      '15:57 invalid-duration: "999999999999999999999999999999bd" is longer than ten years -> write fewer digits',
    ],
    [
      'hexadecimal days',
      edited('2bd', '0x2bd'),
      '15:57 invalid-duration: "0x2bd" is not a duration -> write e.g. 30min, 4h, 3d, 2bd, 2w or 3mo',
    ],
    [
      'in a condition: an exponent',
      startingOn('health.score < 1e400'),
      '11:22 invalid-duration: "1e" has no unit that is known -> units: %, min, h, d, w',
    ],
    [
      'in a condition: hexadecimal',
      startingOn('health.score < 0x1F'),
      '11:22 invalid-duration: "0x" has no unit that is known -> units: %, min, h, d, w',
    ],
    [
      'in a condition: underscores',
      startingOn('logins < 1_000'),
      '11:16 condition-syntax: "1_" is not a number -> write digits, e.g. 1.5 or 1000',
    ],
    ['in a condition: commas', startingOn('logins < 1,000'), '11:17 condition-syntax: "," is not expected here'],
    [
      'in a condition: thirty digits',
      startingOn('logins < 999999999999999999999999999999'),
      '11:16 condition-syntax: a number of 30 characters is no number of accounts or days -> write fewer digits',
    ],
    [
      'a metric without end',
      edited('health: { score: 90 }', 'logins: .inf'),
      '23:63 wrong-shape: logins is a number, this is the text ".inf" -> there is no infinite number: write digits, or leave it out',
    ],
    [
      'a metric beyond what is possible',
      edited('health: { score: 90 }', 'logins: [1e400, 5]'),
      '23:64 wrong-shape: logins is a number, this is the text "1e400" -> write numbers in plain digits, at most fifteen of them',
    ],
    [
      'yes for true',
      edited('given: { health', 'given: { account: { muted: yes }, health'),
      '23:73 wrong-shape: muted must be true or false, this is the text "yes" -> write true',
    ],
    [
      'a day that does not exist',
      edited('given: {', 'given: { date: 2026-02-30,'),
      '23:61 invalid-value: date must be a date, this is the text "2026-02-30" -> write e.g. 2026-03-31',
    ],
  ],
};

describe.each(Object.entries(TYPED))('%s', (_law, cases) => {
  test.each(cases)('%s', (_name, text, answer) => {
    expect(answersTo(text)).toEqual([answer]);
  });
});
