import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { followPower } from './power.ts';

it('tells the engine of a sleep and of its end, and reports what fails', async () => {
  const power = new EventEmitter();
  const told: boolean[] = [];
  const failures: string[] = [];
  let engine: Promise<void> = Promise.resolve();
  followPower(
    power,
    (asleep) => {
      told.push(asleep);
      return engine;
    },
    (message) => failures.push(message),
  );
  power.emit('suspend');
  power.emit('resume');
  expect(told).toEqual([true, false]);
  engine = Promise.reject(new Error('no engine'));
  power.emit('suspend');
  await new Promise(setImmediate);
  expect(failures).toHaveLength(1);
});
