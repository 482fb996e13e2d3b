import {
  checkChunks,
  checkEvents,
  checkInputs,
  checkNoOpenRuns,
  checkOutput,
  checkRunTree,
  type Finding,
} from './checks.js';

/** An assertion of chai, as far as it is needed here: the package itself is not. */
interface AssertionLike {
  readonly _obj: unknown;
  assert(holds: boolean, message: string, not: string, expected?: unknown, actual?: unknown): void;
}

/** What chai gives its plugins, as far as it is needed here. */
export interface ChaiLike {
  readonly Assertion: {
    /** Adds a method to every assertion. */
    addMethod(name: string, method: never): void;
  };
}

type Check = (subject: never, ...args: never[]) => Finding | Promise<Finding>;

const CHECKS: Readonly<Record<string, Check>> = {
  output: checkOutput,
  chunks: checkChunks,
  runTree: checkRunTree,
  events: checkEvents,
  noOpenRuns: checkNoOpenRuns,
  inputs: checkInputs,
};

/**
 * A plugin for chai: the assertions of this module, for `expect`.
 *
 * @example
 * ```ts
 * import * as chai from 'chai';
 * import { collectRuns, FakeStep, runwrightChai } from 'runwright/testing';
 *
 * chai.use(runwrightChai);
 *
 * const runs = collectRuns();
 * const model = new FakeStep<string, string>({ name: 'model', responses: ['fine'] });
 * await chai.expect(model.stream('Hi', { callbacks: [runs] })).to.have.chunks(['fine']);
 * chai.expect(runs).to.have.runTree(['model']);
 * chai.expect(runs).to.have.noOpenRuns();
 * chai.expect(model).to.have.inputs(['Hi']);
 * ```
 */
export function runwrightChai({ Assertion }: ChaiLike): void {
  for (const [name, check] of Object.entries(CHECKS)) {
    const method = function (this: AssertionLike, ...args: never[]): unknown {
      const report = ({ holds, message, not, expected, actual }: Finding): void => {
        this.assert(holds, message, not, expected, actual);
      };
      const found = check(this._obj as never, ...args);
      if (found instanceof Promise) return found.then(report);
      report(found);
      return undefined;
    };
    Assertion.addMethod(name, method as never);
  }
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- where chai has the types of its assertions
  namespace Chai {
    interface Assertion {
      /** What a call gives, or the chunks of a stream add up to; to be awaited. */
      output(expected: unknown): Promise<void>;
      /** The chunks of a stream, which is read to its end; to be awaited. */
      chunks(expected: readonly unknown[]): Promise<void>;
      /** The names of collected runs, those of children indented by two spaces below their parent's. */
      runTree(expected: readonly string[]): void;
      /** Recorded events, each as a line such as `on_chain_start Answer`. */
      events(expected: readonly string[]): void;
      /** That every collected run has ended. */
      noOpenRuns(): void;
      /** The inputs of a fake or a recording. */
      inputs(expected: readonly unknown[]): void;
    }
  }
}
