import { expect } from 'chai';
import { expectTypeOf } from 'expect-type';
import { FewShotPromptTemplate, PromptTemplate, type TemplateValue } from 'runwright';
import { thrownBy } from '../../support/thrown.js';

const fault = (work: () => unknown): string => (thrownBy(work) as Error).message;

describe('FewShotPromptTemplate', () => {
  const examplePrompt = PromptTemplate.fromTemplate('{word} -> {opposite}');
  const examples = [
    { word: 'hot', opposite: 'cold' },
    { word: 'big', opposite: 'small' },
  ];

  it('shows the examples between prefix and suffix', async () => {
    const prompt = FewShotPromptTemplate.from({
      prefix: 'Opposites, {tone}:',
      examples,
      examplePrompt,
      suffix: '{word} ->',
    });
    expectTypeOf<Parameters<typeof prompt.invoke>[0]>().toEqualTypeOf<{
      readonly tone: TemplateValue;
      readonly word: TemplateValue;
    }>();
    expect(await prompt.invoke({ tone: 'briefly', word: 'tall' })).to.equal(
      'Opposites, briefly:\n\nhot -> cold\n\nbig -> small\n\ntall ->',
    );
    expect(await prompt.partial({ tone: 'now' }).invoke('tall')).to.match(/^Opposites, now:/);
  });

  it('asks a selector, which sees the input', async () => {
    const prompt = FewShotPromptTemplate.from({
      exampleSelector: {
        selectExamples: async ({ word }) => examples.filter((example) => example.word === word),
      },
      examplePrompt,
      suffix: '{word}?',
      exampleSeparator: ' | ',
    });
    expect(await prompt.invoke('big')).to.equal('big -> small | big?');
  });

  it('names the variable that an example lacks', () => {
    const prompt = FewShotPromptTemplate.from({ examples: [{ word: 'x' }], examplePrompt, suffix: '' });
    expect(fault(() => prompt.invokeSync({}))).to.include('no value for "opposite". Given: word.');
  });

  it('needs a list of examples, and a prompt for each', () => {
    const make = (fields: object): (() => unknown) => {
      const all = { examples, examplePrompt, suffix: '', ...fields };
      return () => new FewShotPromptTemplate(all);
    };
    expect(fault(make({ examples: 5 }))).to.include('examples must be a list of objects, got 5 (number).');
    expect(fault(make({ examplePrompt: 'x' }))).to.include(
      'examplePrompt must be a prompt, got "x" (string).',
    );
  });

  it('needs examples or a selector, and not both', () => {
    expect(fault(() => FewShotPromptTemplate.from({ examplePrompt, suffix: '' }))).to.include(
      'FewShotPromptTemplate: examples must be given, or else exampleSelector',
    );
  });
});
