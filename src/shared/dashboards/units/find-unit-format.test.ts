import { describe, expect, it } from 'vitest';
import { unitFormat } from './find-unit-format.ts';

describe('unitFormat', () => {
  it.each([
    ['none', { kind: 'number', factor: 1, prefixes: 'none', symbol: '' }],
    ['percentunit', { kind: 'number', factor: 100, prefixes: 'none', symbol: '%' }],
    ['mbytes', { kind: 'number', factor: 1_048_576, prefixes: 'iec', symbol: 'B' }],
    ['decbytes', { kind: 'number', factor: 1, prefixes: 'si', symbol: 'B' }],
    ['binBps', { kind: 'number', factor: 1, prefixes: 'iec', symbol: 'B/s' }],
    ['iops', { kind: 'number', factor: 1, prefixes: 'count', symbol: 'io/s' }],
    ['ms', { kind: 'duration', factor: 0.001, style: 'scaled' }],
    ['dthms', { kind: 'duration', factor: 1, style: 'clock' }],
    ['dateTimeAsIso', { kind: 'date', style: 'iso', today: false, pattern: '' }],
    ['bool_yes_no', { kind: 'boolean', yes: 'Yes', no: 'No' }],
    ['currencyUSD', { kind: 'currency', symbol: '$', behind: false }],
    ['sci', { kind: 'special', style: 'scientific' }],
    ['suffix: nodes', { kind: 'affix', text: ' nodes', before: false }],
    ['prefix:v', { kind: 'affix', text: 'v', before: true }],
    ['time:YYYY', { kind: 'date', style: 'pattern', today: false, pattern: 'YYYY' }],
    ['si:mF', { kind: 'number', factor: 0.001, prefixes: 'si', symbol: 'F' }],
    ['si:m', { kind: 'number', factor: 1, prefixes: 'si', symbol: 'm' }],
    ['count:req', { kind: 'number', factor: 1, prefixes: 'count', symbol: 'req' }],
    ['currency:suffix:kr', { kind: 'currency', symbol: 'kr', behind: true }],
    ['bool:up/down', { kind: 'boolean', yes: 'up', no: 'down' }],
  ])('knows %s', (id, format) => {
    expect(unitFormat(id)).toEqual(format);
  });

  it.each(['connections', 'constructor', '__proto__', ':', 'odd:thing'])('does not know %s', (id) => {
    expect(unitFormat(id)).toBeNull();
  });
});
