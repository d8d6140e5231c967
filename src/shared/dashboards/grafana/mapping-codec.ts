import { type MappedResult, SPECIAL_VALUES, type ValueMapping } from '../../domain/dashboard-field.ts';
import type { Json } from '../../domain/json.ts';
import {
  type Codec,
  needed,
  nullableNumber,
  number,
  objectOf,
  oneOf,
  optional,
  type Place,
  text,
  words,
} from '../json/codec.ts';
import { isJsonObject, member, memberAt } from '../json/json.ts';

const result: Codec<MappedResult> = objectOf<MappedResult>({
  text: optional('text', text),
  color: optional('color', text),
  icon: optional('icon', text),
  index: optional('index', number),
});

type RangeMapping = Extract<ValueMapping, { kind: 'range' }>;
type RegexMapping = Extract<ValueMapping, { kind: 'regex' }>;
type SpecialMapping = Extract<ValueMapping, { kind: 'special' }>;

const range: Codec<RangeMapping> = objectOf<RangeMapping>({
  kind: needed('type', oneOf(['range'])),
  from: needed('options.from', nullableNumber),
  to: needed('options.to', nullableNumber),
  result: needed('options.result', result),
});
const regex: Codec<RegexMapping> = objectOf<RegexMapping>({
  kind: needed('type', oneOf(['regex'])),
  pattern: needed('options.pattern', text),
  result: needed('options.result', result),
});
const special: Codec<SpecialMapping> = objectOf<SpecialMapping>({
  kind: needed('type', oneOf(['special'])),
  match: needed(
    'options.match',
    words([...SPECIAL_VALUES.map((word) => [word, word] as const), ['null+NaN', 'null+nan'], ['NaN', 'nan']]),
  ),
  result: needed('options.result', result),
});

function readValueMapping(json: Json, place: Place): ValueMapping | undefined {
  const options = member(json, 'options');
  if (!isJsonObject(options)) return undefined;
  const entries: { value: string; result: MappedResult }[] = [];
  for (const [value, shown] of Object.entries(options)) {
    const read = result.read(shown, place.at('options').at(value));
    if (read === undefined) return undefined;
    entries.push({ value, result: read });
  }
  return { kind: 'value', entries };
}

/** Grafana's value mappings (`type` value, range, regex or special). */
export const valueMapping: Codec<ValueMapping> = {
  read(json, place) {
    switch (member(json, 'type')) {
      case 'value':
        return readValueMapping(json, place);
      case 'range': {
        // A bound that is absent is open.
        const open = { from: null, to: null };
        const options = memberAt(json, ['options']);
        return isJsonObject(json) && isJsonObject(options)
          ? range.read({ ...json, options: { ...open, ...options } }, place)
          : undefined;
      }
      case 'regex':
        return regex.read(json, place);
      case 'special':
        return special.read(json, place);
      default:
        return undefined;
    }
  },
  write(mapping) {
    switch (mapping.kind) {
      case 'value':
        return {
          type: 'value',
          options: Object.fromEntries(
            mapping.entries.map((entry) => [entry.value, result.write(entry.result)]),
          ),
        };
      case 'range':
        return range.write(mapping);
      case 'regex':
        return regex.write(mapping);
      case 'special':
        return special.write(mapping);
    }
  },
};
