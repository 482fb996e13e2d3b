// Plugin of typedoc, for what one file per edge and internal names hide from it.
import { Converter, ReflectionKind } from 'typedoc';

export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    commentMethods(project);
    linkToMain(project);
  });
}

/** Methods take the comments of the interface Runnable, which RunnableBase implements by its internal name. */
function commentMethods(project) {
  const contracts = project
    .getReflectionsByKind(ReflectionKind.ClassOrInterface)
    .filter(({ name }) => ['Runnable', 'RunnableBase'].includes(name));
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
}

/** Comments that a class of an edge inherits link to names of the main entry. */
function linkToMain(project) {
  const main = project.children.find(({ name }) => name === 'index') ?? project;
  for (const { comment } of Object.values(project.reflections)) {
    if (comment === undefined) continue;
    const parts = [comment.summary, ...comment.blockTags.map(({ content }) => content)].flat();
    for (const part of parts) {
      if (part.kind !== 'inline-tag' || part.tag !== '@link') continue;
      const [name, member] = part.text.split('.');
      // A decorator and an interface may share their name; the interface has the members.
      const found = main.children.filter((child) => child.name === name);
      const target =
        member === undefined
          ? found[0]
          : found.flatMap(({ children = [] }) => children).find((child) => child.name === member);
      if (target !== undefined) part.target = target;
    }
  }
}
