import 'reflect-metadata';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';
import { Controller, Injectable, Query, Res, Sse, SseSignal, type MessageEvent } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { expect } from 'chai';
import type { Observable } from 'rxjs';
import { Chain, Runnable, Step, type RunContext } from 'runwright';
import { Runwright, RunwrightModule, sse, type SseResponse } from 'runwright/nest';
import { platforms, serve } from '../support/nest-platforms.js';
import { turns } from '../support/turns.js';

/** Counts what is open in the process, and lets slow streams go on. */
@Injectable()
class Watcher {
  opened = 0;
  closed = 0;
  aborted = 0;
  readonly #resume: (() => void)[] = [];
  #isOpen = false;

  wait(signal: AbortSignal): Promise<void> {
    if (this.#isOpen) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#resume.push(resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
  }

  open(): void {
    this.#isOpen = true;
    for (const resume of this.#resume.splice(0)) resume();
  }
}

@Runnable()
class Tell extends Step<string, string> {
  constructor(private readonly watcher: Watcher) {
    super();
  }
  async *run(name: string, ctx: RunContext): AsyncGenerator<string> {
    this.watcher.opened += 1;
    try {
      yield `hello ${name}`;
      await this.watcher.wait(ctx.signal);
      yield `goodbye ${name}`;
    } finally {
      this.watcher.closed += 1;
      if (ctx.signal.aborted) this.watcher.aborted += 1;
    }
  }
}

@Chain([
  Tell,
  async function* (chunks: AsyncIterable<string>) {
    for await (const chunk of chunks) yield { text: chunk };
  },
])
class Story extends Step<string, { text: string }> {}

@Runnable()
class Fail extends Step<string, string> {
  async *run(when: string): AsyncGenerator<string> {
    if (when === 'late') yield 'first';
    throw new Error('password is hunter2');
  }
}

/** More than the buffers of a connection, and of Nest, hold. */
const VOLUMES = 512;

@Runnable()
class Library extends Step<string, string> {
  given = 0;
  async *run(): AsyncGenerator<string> {
    for (this.given = 0; this.given < VOLUMES; this.given += 1) yield 'x'.repeat(65_536);
  }
}

@Controller()
class StoriesController {
  constructor(
    private readonly story: Story,
    private readonly fail: Fail,
    private readonly library: Library,
  ) {}

  @Sse('stories')
  stream(@Query('name') name: string, @SseSignal() signal: AbortSignal): Observable<MessageEvent> {
    return sse(this.story.stream(name, { signal }), { end: 'end' });
  }

  /** As with Nest 11, which has no signal. */
  @Sse('unsignalled')
  unsignalled(@Query('name') name: string): Observable<MessageEvent> {
    return sse(this.story.stream(name), {
      event: ({ text }, index) => ({ id: String(index), type: 'told', data: text }),
    });
  }

  @Sse('library')
  read(@Res({ passthrough: true }) response: SseResponse): Observable<MessageEvent> {
    return sse(this.library.stream(''), { response, end: 'end' });
  }

  /** The run is aborted, but not by the client. */
  @Sse('cancelled')
  cancelled(): Observable<MessageEvent> {
    const controller = new AbortController();
    const event = (data: object): MessageEvent => {
      setImmediate(() => controller.abort('no longer wanted'));
      return { data };
    };
    return sse(this.story.stream('Ada', { signal: controller.signal }), { event, end: 'end' });
  }

  @Sse('failures')
  failures(@Query('when') when: string): Observable<MessageEvent> {
    return sse(this.fail.stream(when));
  }
}

const testing = () =>
  Test.createTestingModule({
    imports: [RunwrightModule.forRoot(), RunwrightModule.forFeature([Story, Fail, Library])],
    providers: [Watcher],
    controllers: [StoriesController],
  }).compile();

/** Waits until something holds, turn by turn of the event loop. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function textOf(response: Response): Promise<string> {
  return (await response.text()).trim();
}

describe('runnables as Server-Sent Events over HTTP/2', () => {
  it('give no more than the client reads, and lose nothing', async () => {
    const module = await testing();
    module.useLogger(false);
    const app = module.createNestApplication(new FastifyAdapter({ http2: true } as never));
    await app.listen(0, '127.0.0.1');
    const library = module.get(Library, { strict: false });
    const client = connect(await app.getUrl());
    const stream = client.request({ ':path': '/library' });
    await once(stream, 'response');
    await turns(20);
    expect(library.given).to.be.below(VOLUMES);
    expect(library.given).to.be.below(VOLUMES);
    const received = await text(stream);
    expect(received.match(/^data: x+$/gm)).to.have.length(VOLUMES);
    client.close();
    await app.close();
  });
});

for (const platform of platforms) {
  describe(`runnables as Server-Sent Events, on ${platform}`, () => {
    it('sends an event for each chunk, as it comes', async () => {
      const module = await testing();
      const { app, url } = await serve(module, platform);
      app.get(Watcher).open();
      expect(await textOf(await fetch(`${url}/stories?name=Ada`))).to.equal(
        [
          'id: 1\ndata: {"text":"hello Ada"}',
          'id: 2\ndata: {"text":"goodbye Ada"}',
          'event: end\nid: 3\ndata:',
        ].join('\n\n'),
      );
      expect(await textOf(await fetch(`${url}/unsignalled?name=Ada`))).to.equal(
        'event: told\nid: 0\ndata: hello Ada\n\nevent: told\nid: 1\ndata: goodbye Ada',
      );
      await app.close();
    });

    it('discloses nothing of an error, before the first chunk and after it', async () => {
      const module = await testing();
      const { app, url } = await serve(module, platform);
      const early = await fetch(`${url}/failures?when=early`);
      expect(early.status).to.equal(500);
      expect(await textOf(early)).not.to.contain('hunter2');
      const late = await textOf(await fetch(`${url}/failures?when=late`));
      expect(late).to.match(/^id: 1\ndata: first\n\nevent: error\nid: 2\ndata: Internal Server Error$/);
      await app.close();
    });

    it('reports to the client that the run was aborted', async () => {
      const module = await testing();
      const { app, url } = await serve(module, platform);
      expect(await textOf(await fetch(`${url}/cancelled`))).to.equal(
        'id: 1\ndata: {"text":"hello Ada"}\n\nevent: error\nid: 2\ndata: The run was aborted',
      );
      await app.close();
    });

    it('gives no more than the client reads, and loses nothing', async () => {
      const module = await testing();
      const { app, url } = await serve(module, platform);
      const library = module.get(Library, { strict: false });
      const response = await new Promise<IncomingMessage>((resolve) => get(`${url}/library`, resolve));
      await until(() => library.given > 0);
      let given = 0;
      while (given !== library.given) {
        given = library.given;
        await turns(20);
      }
      expect(given).to.be.within(1, VOLUMES - 1);

      const received = await text(response);
      expect(received.match(/^data: x+$/gm)).to.have.length(VOLUMES);
      expect(received).to.contain('event: end');
      await app.close();
    });

    it('ends a run that waits for a client that leaves', async () => {
      const module = await testing();
      const { app, url } = await serve(module, platform);
      const response = await new Promise<IncomingMessage>((resolve) => get(`${url}/library`, resolve));
      await until(() => module.get(Library, { strict: false }).given > 0);
      response.destroy();
      await until(() => app.get(Runwright).running === 0);
      expect(module.get(Library, { strict: false }).given).to.be.below(VOLUMES);
      await app.close();
    });

    for (const path of ['stories', 'unsignalled']) {
      it(`ends the runs of 50 clients that leave, of 100: ${path}`, async () => {
        const module = await testing();
        const { app, url } = await serve(module, platform);
        const watcher = app.get(Watcher);
        const controllers = Array.from({ length: 100 }, () => new AbortController());
        const responses = await Promise.all(
          controllers.map(({ signal }, index) => fetch(`${url}/${path}?name=n${index}`, { signal })),
        );
        const readers = responses.map((response) =>
          (response.body as ReadableStream<Uint8Array>).getReader(),
        );
        // Each has had its first event, and waits for the second.
        await Promise.all(readers.map((reader) => reader.read()));
        expect(watcher.opened).to.equal(100);
        expect(app.get(Runwright).running).to.equal(100);

        controllers.forEach((controller, index) => {
          if (index % 2 === 0) controller.abort();
        });
        await until(() => watcher.closed === 50);
        expect(watcher.aborted).to.equal(50);

        watcher.open();
        const texts = await Promise.all(
          readers
            .filter((_, index) => index % 2 === 1)
            .map(async (reader) => {
              let text = '';
              for (let result = await reader.read(); !result.done; result = await reader.read())
                text += new TextDecoder().decode(result.value);
              return text;
            }),
        );
        expect(texts.every((text, index) => text.includes(`goodbye n${index * 2 + 1}`))).to.equal(true);
        await until(() => app.get(Runwright).running === 0);
        expect([watcher.opened, watcher.closed, watcher.aborted]).to.deep.equal([100, 100, 50]);
        await app.close();
      });
    }
  });
}
