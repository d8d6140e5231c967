import { expect, it } from 'vitest';
import { createRefusalLog } from './refusal-log.ts';

it('writes one line per reason and window, and counts what it held back', () => {
  const lines: string[] = [];
  let nowMs = 0;
  const note = createRefusalLog(
    (line) => lines.push(line),
    1000,
    () => nowMs,
  );
  note('wrong bearer token', '10.0.0.1');
  note('wrong bearer token', '10.0.0.2');
  note('no credential', '10.0.0.3');
  nowMs = 999;
  note('wrong bearer token', '10.0.0.4');
  nowMs = 1000;
  note('wrong bearer token', '10.0.0.5');
  nowMs = 2000;
  note('wrong bearer token', '10.0.0.6');
  expect(lines).toEqual([
    'metrics endpoint: refused a request from 10.0.0.1: wrong bearer token',
    'metrics endpoint: refused a request from 10.0.0.3: no credential',
    'metrics endpoint: refused a request from 10.0.0.5: wrong bearer token (and 2 more since the last line)',
    'metrics endpoint: refused a request from 10.0.0.6: wrong bearer token',
  ]);
});
