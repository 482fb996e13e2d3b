import 'reflect-metadata';
import { expect } from 'chai';
import { ContainerModule, inject } from 'inversify';
import {
  Alternatives,
  Chain,
  Configurable,
  createApp,
  Interceptor,
  Runnable,
  Step,
  UseInterceptors,
  type App,
  type Graph,
} from 'runwright';

class Store {
  @Configurable({ id: 'table' }) table = 'facts';
}

class Index {
  constructor(@inject(Store) readonly store: Store) {}
}

class MiniIndex extends Index {
  constructor(@inject(Store) store: Store) {
    super(store);
  }
}

@Interceptor()
class Audit {
  onEnd(): void {
    // Only drawn.
  }
}

@Runnable()
class Find extends Step<string, string> {
  constructor(
    @inject(Index) readonly index: Index,
    @Configurable({ id: 'limit' }) readonly limit: number,
  ) {
    super();
  }
  run(text: string): string {
    return text;
  }
}

@Runnable()
class Careful extends Step<string, string> {
  @Configurable({ id: 'key', secret: true }) key = 'sesame';
  run(text: string): string {
    return text;
  }
}

@Alternatives({ id: 'model', default: 'fast', alternatives: { careful: Careful } })
@Runnable()
class Fast extends Step<string, string> {
  @Configurable({ id: 'temperature' }) temperature = 0.5;
  run(text: string): string {
    return text;
  }
}

@UseInterceptors(Audit)
@Chain([Find, Fast])
class Ask extends Step<string, string> {}

@Runnable({ scope: 'run' })
class PerRun extends Step<string, string> {
  constructor(@inject(Index) readonly index: Index) {
    super();
  }
  run(text: string): string {
    return text;
  }
}

function applicationOf(): Promise<App> {
  const services = new ContainerModule(({ bind }) => {
    bind(Index).to(MiniIndex).inSingletonScope();
    bind(Store).toSelf().inSingletonScope();
  });
  return createApp({ runnables: [Ask, PerRun], modules: [services], configurable: { limit: 3 } });
}

/** What is injected into what, by id. */
function injectionsOf(graph: Graph): string[] {
  return graph.edges.filter(({ injected }) => injected).map(({ source, target }) => `${source} -> ${target}`);
}

describe('the graph of an application', () => {
  let app: App;
  before(async () => {
    app = await applicationOf();
  });
  after(() => app.close());

  it('has a frame for each runnable, and outside of them the services that are injected', () => {
    const ids = [...app.graph().nodes.keys()];
    expect(ids.filter((id) => !id.includes(':'))).to.have.members(['Index', 'Store', 'Audit']);
    expect(new Set(ids.map((id) => id.split(':')[0]))).to.deep.equal(
      new Set(['Ask', 'PerRun', 'Index', 'Store', 'Audit']),
    );
  });

  it('shows into which classes services are injected, and into which services', () => {
    expect(injectionsOf(app.graph())).to.have.members([
      'Audit -> Ask:Find',
      'Index -> Ask:Find',
      'Store -> Index',
      'Index -> PerRun:PerRun',
    ]);
  });

  it('shows the class that is bound, and what can be configured, with what it is; a secret is none', () => {
    const { nodes } = app.graph();
    expect(nodes.get('Index')?.metadata).to.deep.equal({ class: 'MiniIndex' });
    expect(nodes.get('Store')?.metadata).to.have.property('configurable.table');
    expect(nodes.get('Ask:Find')?.metadata).to.deep.equal({ 'configurable.limit': 3 });
    expect(nodes.get('Ask:Fast')?.metadata).to.deep.equal({ 'configurable.temperature': 0.5 });
    expect(nodes.get('Ask:Careful')?.metadata).to.deep.equal({ 'configurable.key': '(secret)' });
  });

  it('shows the alternatives, or the one that a config chooses', () => {
    const labels = (graph: Graph): unknown[] => graph.edges.flatMap(({ data }) => data ?? []);
    expect(labels(app.graph())).to.deep.equal(['fast', 'careful']);
    const chosen = app.graph({ configurable: { model: 'careful' } });
    expect(labels(chosen)).to.deep.equal([]);
    expect([...chosen.nodes.keys()])
      .to.include('Ask:Careful')
      .and.not.to.include('Ask:Fast');
    expect([...app.graph(undefined, { detail: 'reference' }).nodes.keys()]).not.to.include('Ask:Careful');
  });

  it('is drawn in every form, without what is secret', async () => {
    const graph = app.graph();
    const drawings = [
      graph.drawMermaid(),
      graph.drawAscii(),
      await graph.drawSvg(),
      JSON.stringify(graph.toJSON()),
    ];
    for (const drawing of drawings) {
      expect(drawing).to.contain('Audit').and.to.contain('Find').and.not.to.contain('sesame');
    }
    expect(drawings[0]).to.contain('Index --o Ask\\3aFind;').and.to.contain('subgraph PerRun');
    expect(graph.toJSON().edges).to.deep.include({ source: 'Store', target: 'Index', injected: true });
  });

  it('has no first node where there are several runnables', () => {
    expect(app.graph().firstNode()).to.equal(undefined);
  });
});
