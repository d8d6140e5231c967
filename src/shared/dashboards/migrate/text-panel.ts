import type { JsonObject } from '../../domain/json.ts';
import { mergeJson } from '../json/json.ts';
import { Leftover, present } from './leftover.ts';

/** Text panels had their content beside the options before version 7. */
export function upgradeText(panel: JsonObject): JsonObject {
  const old = new Leftover(panel);
  old.take('type');
  const content = old.text('content');
  const mode = old.text('mode');
  const options = present({ content, mode: mode === 'text' ? 'markdown' : mode });
  return mergeJson(old.rest(), { type: 'text', options });
}
