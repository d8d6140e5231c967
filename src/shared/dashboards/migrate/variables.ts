import type { Json, JsonObject } from '../../domain/json.ts';
import { isJsonArray, isJsonObject, type MutableJson, member, objectsIn } from '../json/json.ts';

function upgradeHide(variable: MutableJson): void {
  if (variable.hideVariable === true) variable.hide = 2;
  else if (variable.hideLabel === true) variable.hide = 1;
  delete variable.hideVariable;
  delete variable.hideLabel;
}

function optionText(option: JsonObject): string {
  const value = String(member(option, 'value') ?? '').replaceAll(',', '\\,');
  const text = String(member(option, 'text') ?? value);
  return text === value ? value : `${text} : ${value}`;
}

/** Very old custom variables have options and no text that lists them. */
function upgradeQuery(variable: MutableJson): void {
  const query = variable.query;
  if (typeof query === 'number' || typeof query === 'boolean') variable.query = String(query);
  if (variable.type === 'custom' && (query === undefined || query === null)) {
    const options = objectsIn(variable.options).filter((option) => member(option, 'value') !== '$__all');
    variable.query = options.map(optionText).join(',');
  }
  // Some exports have what a query asks for in its description alone.
  const isMissing = query === undefined || query === '';
  if (isMissing && typeof variable.definition === 'string' && variable.type === 'query') {
    variable.query = variable.definition;
  }
}

function upgradeVariable(json: JsonObject): JsonObject {
  const variable: MutableJson = { ...json };
  if (variable.type === undefined || variable.type === 'filter') variable.type = 'query';
  if (typeof variable.refresh === 'boolean') variable.refresh = variable.refresh ? 1 : 0;
  if (typeof variable.auto_count === 'string') variable.auto_count = Number(variable.auto_count) || 30;
  if (typeof variable.sort === 'string' && /^\d$/.test(variable.sort)) variable.sort = Number(variable.sort);
  upgradeHide(variable);
  upgradeQuery(variable);
  return variable;
}

/** `templating` with each variable in the current form. */
export function upgradeTemplating(templating: Json | undefined): Json | undefined {
  const list = member(templating, 'list');
  if (!isJsonObject(templating) || !isJsonArray(list)) return templating;
  return { ...templating, list: list.map((item) => (isJsonObject(item) ? upgradeVariable(item) : item)) };
}
