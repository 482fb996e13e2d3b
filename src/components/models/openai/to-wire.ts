import { refusalOf, type AIMessage } from '../../messages/ai-message.js';
import type { Message } from '../../messages/coerce-message.js';
import type { AudioPart, ContentPart, FilePart, ImagePart, MessageContent } from '../../messages/content.js';
import type { ChatOptions, ResponseFormat, ToolChoice } from '../chat-options.js';

type Wire = Readonly<Record<string, unknown>>;

/** Converts a message into OpenAI's format. */
export function messageToWire(message: Message): Wire {
  const name = message.name === undefined ? {} : { name: message.name };
  const content = contentToWire(message.content);
  switch (message.type) {
    case 'system':
      return { role: 'system', content, ...name };
    case 'human':
      return { role: 'user', content, ...name };
    case 'tool':
      return { role: 'tool', content, tool_call_id: message.toolCallId };
    case 'generic':
      return { role: message.role, content, ...name };
    case 'ai':
      return answerToWire(message, name);
  }
}

/** Reasoning is not sent back: endpoints that return it do not accept it. */
function answerToWire(message: AIMessage, name: Wire): Wire {
  const calls = [
    ...message.toolCalls.map(({ id, name, args }) => ({ id, name, args: JSON.stringify(args) })),
    ...message.invalidToolCalls,
  ].map((call) => ({ id: call.id, type: 'function', function: { name: call.name, arguments: call.args } }));
  const refusal = refusalOf(message);
  const content = contentToWire(message.content);
  const nothing = calls.length > 0 ? null : '';
  return {
    role: 'assistant',
    content: content.length > 0 ? content : nothing,
    ...name,
    ...(refusal !== undefined && { refusal }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
}

function contentToWire(content: MessageContent): string | readonly Wire[] {
  if (typeof content === 'string') return content;
  return content.filter(({ type }) => type !== 'reasoning').map(partToWire);
}

function partToWire(part: ContentPart): Wire {
  switch (part.type) {
    case 'image': {
      const image = part as ImagePart;
      return { type: 'image_url', image_url: { url: image.url ?? dataUrl(image) } };
    }
    case 'audio': {
      const { data, mimeType } = part as AudioPart;
      return { type: 'input_audio', input_audio: { data, format: mimeType.replace(/^audio\//, '') } };
    }
    case 'file': {
      const file = part as FilePart;
      const given = file.fileId === undefined ? { file_data: dataUrl(file) } : { file_id: file.fileId };
      return { type: 'file', file: { ...given, ...(file.name !== undefined && { filename: file.name }) } };
    }
    case 'text': {
      const { text } = part;
      return { type: 'text', text };
    }
    default:
      return part as Wire;
  }
}

function dataUrl({ data = '', mimeType = 'application/octet-stream' }: ImagePart | FilePart): string {
  return `data:${mimeType};base64,${data}`;
}

/** Converts the options that every model has into OpenAI's format; those that are undefined are left out. */
export function optionsToWire({ tools, toolChoice, stop, responseFormat }: ChatOptions): Wire {
  return {
    ...(tools !== undefined &&
      tools.length > 0 && { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
    ...(toolChoice !== undefined && { tool_choice: choiceToWire(toolChoice) }),
    ...(stop !== undefined && { stop }),
    ...(responseFormat !== undefined && { response_format: formatToWire(responseFormat) }),
  };
}

function choiceToWire(choice: ToolChoice): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}

function formatToWire(format: ResponseFormat): Wire {
  switch (format.type) {
    case 'text':
      return { type: 'text' };
    case 'json':
      return { type: 'json_object' };
    case 'jsonSchema': {
      const { name, description, schema } = format;
      return { type: 'json_schema', json_schema: { name, description, schema } };
    }
  }
}
