import { expect } from 'chai';
import { countedSignal } from '../support/counted-signal.js';
import { fc, runs } from '../support/properties.js';
import { turns } from '../support/turns.js';
import { aborted, moment } from './aborted.js';
import { anyForm } from './forms.js';
import { settle } from './lawful.js';
import { anyPlan, text } from './plan.js';
import { Probe } from './probe.js';
import { anyVerb } from './verbs.js';

/** Timers of the process; those of others may go off meanwhile, but none begin. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

/** What is limited sets its timers otherwise where nobody has put another clock in the place of the system's. */
describe('every composition, on the clock of the system,', function () {
  this.timeout(60_000);

  it('leaves no timer when it has ended', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, anyVerb, async (form, plan, input, verb) => {
        const before = timers();
        const probe = new Probe();
        const { signal } = countedSignal();
        await verb(form(plan, probe), input, { signal, timeout: 60_000 });
        await settle(probe);
        // The timers of a turn are set when it is over.
        await turns(2);
        expect(timers()).to.be.at.most(before);
      }),
      runs(200),
    );
  });

  it('leaves no timer when it has been aborted', async () => {
    await fc.assert(
      fc.asyncProperty(anyForm, anyPlan, text, moment, anyVerb, async (form, plan, input, when, verb) => {
        const before = timers();
        const { probe } = await aborted(form, plan, when, (runnable, signal) =>
          verb(runnable, input, { signal, timeout: 60_000 }),
        );
        await settle(probe);
        await turns(2);
        expect(timers()).to.be.at.most(before);
        expect(probe.late).to.deep.equal([]);
      }),
      runs(200),
    );
  });
});
