import { AppError } from '../../shared/errors.ts';

const ESCAPED_PREFIX = 'U__';

function refuse(text: string): never {
  throw new AppError('bad_data', `invalid label name: ${JSON.stringify(text)}`);
}

/**
 * The label name in a path. Names that a path can't hold are escaped as in Prometheus' values encoding: `U__`, `__` for
 * an underscore, `_2e_` for the character U+002E. Throws AppError `bad_data`.
 */
export function decodeLabelName(text: string): string {
  if (text === '') return refuse(text);
  if (!text.startsWith(ESCAPED_PREFIX)) return text;
  const escaped = text.slice(ESCAPED_PREFIX.length);
  if (!/^(?:[A-Za-z0-9:]|__|_[0-9a-fA-F]{1,6}_)*$/.test(escaped)) return refuse(text);
  return escaped.replace(/__|_([0-9a-fA-F]{1,6})_/g, (_, code: string | undefined) => {
    if (code === undefined) return '_';
    const point = Number.parseInt(code, 16);
    const isCharacter = point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
    return isCharacter ? String.fromCodePoint(point) : refuse(text);
  });
}
