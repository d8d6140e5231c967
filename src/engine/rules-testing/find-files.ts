import { existsSync, readdirSync } from 'node:fs';
import { join, parse, sep } from 'node:path';
import { AppError } from '../../shared/errors.ts';

const META = /[*?[\\]/;
/** One piece of a pattern: a class of characters, an escaped character, a wildcard, or text. */
const PIECE = /\[(\^?)((?:\\.|[^\]\\])+)\]|\\(.)|([*?])|([^*?[\\]+)/gsu;

/**
 * The paths that a pattern matches, in the order of their names (Go's filepath.Glob: `*`, `?` and `[a-z]` within a
 * segment, no `**`). Throws AppError `bad_data` for a malformed pattern.
 */
export function findFiles(pattern: string): readonly string[] {
  if (!META.test(pattern)) return existsSync(pattern) ? [pattern] : [];
  const { root } = parse(pattern);
  let found = [root];
  for (const segment of pattern.slice(root.length).split(sep)) {
    if (segment === '') continue;
    const matches = META.test(segment) ? compileSegment(segment, pattern) : null;
    found = found.flatMap((folder) => {
      const names = matches === null ? [segment] : listNames(folder).filter((name) => matches.test(name));
      return names.map((name) => join(folder, name)).filter((path) => existsSync(path));
    });
  }
  return found;
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder === '' ? '.' : folder).sort();
  } catch {
    // As in Go's Glob, a folder that can't be read has no files.
    return [];
  }
}

function compileSegment(segment: string, pattern: string): RegExp {
  let source = '';
  let end = 0;
  for (const piece of segment.matchAll(PIECE)) {
    if (piece.index !== end) break;
    const [whole, negated = '', characters, escaped, wildcard, text = ''] = piece;
    if (characters !== undefined) source += `[${negated}${characters.replace(/[[&~|]/g, '\\$&')}]`;
    else if (wildcard !== undefined) source += wildcard === '*' ? '.*' : '.';
    else source += (escaped ?? text).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
    end += whole.length;
  }
  if (end === segment.length) {
    try {
      return new RegExp(`^${source}$`, 'su');
    } catch {
      // A range such as [z-a]; the sentence below says it.
    }
  }
  throw new AppError('bad_data', `syntax error in pattern: ${pattern}`);
}
