import type { Token } from 'markdown-it';

/** The text of inline Markdown, without links, pictures and emphasis; inline code keeps its backticks. */
export function plainText(inline: readonly Token[]): string {
  let text = '';
  let label = 0;
  for (const { type, content, markup } of inline) {
    if (type === 'text') text += content;
    else if (type === 'code_inline') text += markup + content + markup;
    else if (type === 'softbreak' || type === 'hardbreak' || /^<br\b/i.test(content)) text += ' ';
    else if (type === 'link_open') label = text.length;
    // The label of some links is but a sign, such as an arrow to the top.
    else if (type === 'link_close' && !/[\p{L}\p{N}]/u.test(text.slice(label))) text = text.slice(0, label);
  }
  return tidy(text.replace(/^\[!\w+\]/, ''));
}

/** The text of a block of HTML. */
export function textOfHtml(html: string): string {
  return tidy(html.replace(/<!--[\s\S]*?-->|<\/?[a-z][^>]*>/gi, ' '));
}

function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[),.;]( |$))/g, '')
    .trim();
}
