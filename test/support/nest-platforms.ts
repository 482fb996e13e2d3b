import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';

/** The platforms that Nest runs on. */
export const platforms = ['Express', 'Fastify'] as const;

/** An application that listens on the loopback, and where. */
export interface Served {
  readonly app: INestApplication;
  readonly url: string;
}

/** Whether connections that are still open when it is closed are cut, or waited for. */
interface Options {
  readonly forceCloseConnections: boolean;
}

/** Has an application listen on a port of its own; it logs nothing. */
export async function serve(
  module: TestingModule,
  platform: (typeof platforms)[number] = 'Express',
  options: Options = { forceCloseConnections: true },
): Promise<Served> {
  module.useLogger(false);
  const app: INestApplication =
    platform === 'Express'
      ? module.createNestApplication(options as never)
      : module.createNestApplication(new FastifyAdapter({ forceCloseConnections: true }), options as never);
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}
