import type { Json } from '../../domain/json.ts';
import { AppError } from '../../errors.ts';
import { isJsonArray, isJsonObject } from './json.ts';

/** The largest dashboard file that is read. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Grafana's own files stay below 20 levels. */
const MAX_DEPTH = 100;

/** Throws where brackets nest too deeply, before anything is built from the text. */
function checkDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) {
        throw new AppError(
          'bad_data',
          `the dashboard nests more than ${MAX_DEPTH} levels deep at character ${i + 1}; no dashboard needs that`,
          { offset: i },
        );
      }
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
}

function refuseProto(value: Json, where: string): void {
  if (isJsonArray(value)) {
    for (const [i, item] of value.entries()) refuseProto(item, `${where}[${i}]`);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const key of Object.keys(value)) {
    if (key === '__proto__') {
      throw new AppError(
        'bad_data',
        `the dashboard has a member named __proto__ at ${where || 'the top'}; remove it`,
      );
    }
    refuseProto(value[key] as Json, where === '' ? key : `${where}.${key}`);
  }
}

/** The JSON value of a file's text. Throws AppError `bad_data` where it is too large, too deep, or no JSON. */
export function parseJson(text: string): Json {
  // A character is at least a byte: what is longer than the limit in characters is longer in bytes too.
  if (text.length > MAX_FILE_BYTES || utf8Length(text) > MAX_FILE_BYTES) {
    throw new AppError('bad_data', `the dashboard file is larger than ${MAX_FILE_BYTES / 1024 ** 2} MiB`);
  }
  checkDepth(text);
  let value: Json;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('bad_data', `the dashboard file is not JSON: ${why}`, undefined, error);
  }
  refuseProto(value, '');
  return value;
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xdc00) {
      bytes += 4;
      i += 1;
    } else bytes += 3;
  }
  return bytes;
}
