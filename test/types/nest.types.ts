import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import { expectTypeOf } from 'expect-type';
import type { SseResponse } from 'runwright/nest';

// What `@Res({ passthrough: true })` gives: with Express a response of Node, with Fastify a reply that has it as `raw`.
expectTypeOf<ServerResponse>().toExtend<SseResponse>();
expectTypeOf<{ raw: ServerResponse }>().toExtend<SseResponse>();
expectTypeOf<{ raw: Http2ServerResponse }>().toExtend<SseResponse>();
