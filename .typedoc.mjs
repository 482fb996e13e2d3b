// Plugin of typedoc: methods take the comments of the interface Runnable, which RunnableBase implements by its internal name.
import { Converter, ReflectionKind } from 'typedoc';

const CONTRACTS = ['Runnable', 'RunnableBase'];

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    const contracts = project
      .getReflectionsByKind(ReflectionKind.ClassOrInterface)
      .filter(({ name }) => CONTRACTS.includes(name));
    const documented = contracts.flatMap(({ children = [] }) =>
      children.filter(({ signatures }) => signatures?.[0]?.comment !== undefined),
    );
    const comments = new Map(documented.map(({ name, signatures }) => [name, signatures]));
    for (const { name, parent, signatures = [] } of project.getReflectionsByKind(ReflectionKind.Method)) {
      signatures.forEach((signature, index) => {
        const known = comments.get(name);
        const comment = (known?.[index] ?? known?.[0])?.comment?.clone();
        if (signature.comment !== undefined || comment === undefined) return;
        // What only looks like a runnable, in a type, has other parameters.
        if (!parent.kindOf(ReflectionKind.ClassOrInterface)) comment.blockTags = [];
        signature.comment = comment;
      });
    }
  });
}
