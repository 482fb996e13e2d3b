// ts-node compiles, and Node itself finds the files: the resolver that ts-node brings does not know every form of `exports`.
export { load } from 'ts-node/esm';

const isTypeScript = (url) =>
  url?.startsWith('file:') && url.endsWith('.ts') && !url.includes('/node_modules/');

export async function resolve(specifier, context, nextResolve) {
  const found = await find(specifier, context, nextResolve);
  return isTypeScript(found.url) ? { ...found, format: 'module' } : found;
}

/** A file of ours is imported by the name that it has when it is compiled. */
async function find(specifier, context, nextResolve) {
  if (isTypeScript(context.parentURL) && /^\.\.?\/.*\.js$/.test(specifier)) {
    try {
      return await nextResolve(specifier.replace(/\.js$/, '.ts'), context);
    } catch (error) {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    }
  }
  return nextResolve(specifier, context);
}
