import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Public } from '../access/access.js';
import { notFound } from '../problems/problem.js';
import { DocsAssets } from './docs-assets.js';
import { DOCS_PAGE } from './docs-page.js';
import { OpenApiHolder } from './openapi-document.js';

/** The description of the API itself: public, because it holds no data and a key is needed for everything it describes. */
@ApiExcludeController()
@Public()
@Controller()
export class DocsController {
  constructor(
    private readonly assets: DocsAssets,
    private readonly document: OpenApiHolder,
  ) {}

  @Get('openapi.json')
  openApi(): OpenAPIObject {
    return this.document.get();
  }

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return DOCS_PAGE;
  }

  @Get('docs/:file')
  async asset(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    const asset = await this.assets.read(file);
    if (asset === null) throw notFound('file', file, 'Open /docs.');
    await reply.header('Content-Type', asset.type).header('Cache-Control', 'public, max-age=3600').send(asset.content);
  }
}
