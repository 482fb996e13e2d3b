import { expect } from 'chai';
import { InvalidOptionError, RunnableBase } from 'runwright';
import { thrownBy } from '../support/thrown.js';

class Model extends RunnableBase<string, string> {
  readonly kind = 'model';
  temperature = 0;
  tone = 'kind';
  tools = ['search'];
  execute(text: string): string {
    return text;
  }
}

describe('the schema of configs', () => {
  it('A15.11 has the configurable fields under one key, each with what is known of it', () => {
    const model = new Model().configurableFields({
      temperature: { id: 'temperature', name: 'Heat', description: 'From 0 to 2', type: Number },
      tone: { id: 'tone', options: { kind: 'kind', rude: 'rude' }, default: 'kind' },
      tools: { id: 'tools', options: { search: 'search', sum: 'sum' }, default: ['search'] },
    });
    const { properties = {}, $defs = {} } = model.getConfigJsonSchema();
    expect(Object.keys(properties)).to.deep.equal(['configurable']);
    expect(properties['configurable']).to.deep.equal({ $ref: '#/$defs/Configurable', default: null });
    expect($defs['Configurable']?.properties).to.deep.equal({
      temperature: { title: 'Heat', type: 'number', description: 'From 0 to 2', default: 0 },
      tone: { $ref: '#/$defs/tone', default: 'kind' },
      tools: { title: 'Tools', type: 'array', items: { $ref: '#/$defs/tools' }, default: ['search'] },
    });
    expect($defs['tone']).to.deep.equal({ title: 'tone', type: 'string', enum: ['kind', 'rude'] });
  });

  it('A15.11 has those keys of a config that are asked for, in one order', () => {
    const { properties = {} } = new Model().getConfigJsonSchema({ include: ['timeout', 'tags'] });
    expect(properties).to.deep.equal({
      tags: { title: 'Tags', type: 'array', items: { type: 'string' }, default: null },
      timeout: { title: 'Timeout', type: 'number', minimum: 0, description: 'Milliseconds', default: null },
    });
  });

  it('refuses to include what is no key of a config', () => {
    expect(thrownBy(() => new Model().getConfigJsonSchema({ include: ['tags', 'callbacks'] })))
      .to.be.instanceOf(InvalidOptionError)
      .with.property('message')
      .that.matches(
        /^\[A102\] Model: include must be a list of keys of a config, which are tags, .*, got "callbacks"/,
      );
  });
});
