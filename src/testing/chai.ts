import {
  checkChunks,
  checkEvents,
  checkInputs,
  checkNoOpenRuns,
  checkOutput,
  checkRunTree,
  type Finding,
} from './checks.js';

/** The part of a chai assertion that is used, so that the types do not depend on chai. */
interface AssertionLike {
  readonly _obj: unknown;
  assert(holds: boolean, message: string, not: string, expected?: unknown, actual?: unknown): void;
}

/** The part of chai's plugin interface that is used. */
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
 * A plugin for chai that adds the assertions of this module to `expect`.
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
      /** Asserts the output of a call, or what the chunks of a stream add up to; await it. */
      output(expected: unknown): Promise<void>;
      /** Asserts the chunks of a stream, which is read to its end; await it. */
      chunks(expected: readonly unknown[]): Promise<void>;
      /** Asserts the names of collected runs, each indented by two spaces below that of its parent. */
      runTree(expected: readonly string[]): void;
      /** Asserts recorded events, each given as a line such as `on_chain_start Answer`. */
      events(expected: readonly string[]): void;
      /** Asserts that every collected run has ended. */
      noOpenRuns(): void;
      /** Asserts the inputs of a fake or a recording. */
      inputs(expected: readonly unknown[]): void;
    }
  }
}
