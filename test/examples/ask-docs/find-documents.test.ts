import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { findDocuments } from '../../../examples/ask-docs/corpus/find-documents.js';
import { UserError } from '../../../examples/ask-docs/user-error.js';
import { caught } from '../../support/caught.js';

describe('ask-docs: findDocuments', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ask-docs-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const write = async (...paths: string[]): Promise<void> => {
    for (const path of paths) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), '# Title');
    }
  };

  it('finds Markdown files at any depth, the nearest first, and nothing else', async () => {
    await write('b/c/deep.md', 'b/README.MD', 'a.markdown', 'b/code.ts');
    expect(await findDocuments(folder)).to.deep.equal({
      paths: ['a.markdown', 'b/README.MD', 'b/c/deep.md'],
      omitted: 0,
    });
  });

  it('leaves out what holds no instructions, but not what only sounds like it', async () => {
    await write('CHANGELOG.md', 'LICENSE.md', 'SECURITY.md', 'readme.fr.md', 'security.md', 'readme.md');
    expect(await findDocuments(folder)).to.deep.equal({ paths: ['readme.md', 'security.md'], omitted: 4 });
  });

  it('takes changelogs where there is nothing else', async () => {
    await write('CHANGELOG.md');
    expect(await findDocuments(folder)).to.deep.equal({ paths: ['CHANGELOG.md'], omitted: 0 });
  });

  it('takes one copy of a package that is installed several times', async () => {
    await write('node_modules/a/node_modules/b/README.md', 'node_modules/b/README.md');
    expect(await findDocuments(folder)).to.deep.equal({ paths: ['node_modules/b/README.md'], omitted: 1 });
  });

  it('follows no links, which may lead in a circle', async () => {
    await write('a/README.md');
    await symlink(join(folder, 'a'), join(folder, 'a', 'again'));
    expect(await findDocuments(folder)).to.deep.equal({ paths: ['a/README.md'], omitted: 0 });
  });

  it('says that there is no folder, or no Markdown file in it', async () => {
    const missing = await caught(findDocuments(join(folder, 'none')));
    expect(missing).to.be.instanceOf(UserError);
    expect((missing as Error).message).to.match(
      /^Cannot read the documents in .*: there is no such folder\.$/,
    );
    await write('code.ts');
    expect(((await caught(findDocuments(folder))) as Error).message).to.match(
      /^There is no Markdown file in /,
    );
    const file = (await caught(findDocuments(join(folder, 'code.ts')))) as Error;
    expect(file.message).to.match(/: it is a file, not a folder\.$/);
  });
});
