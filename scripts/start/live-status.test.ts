import { expect, it } from 'vitest';
import { formatStatus } from './live-status.mjs';

const STATUS = { targetsUp: 1, targetsTotal: 2, samplesPerSecond: 123.4, alertsFiring: 1 };

it('says so while the app has not written a status yet', () => {
  expect(formatStatus(null, '/tmp/latest.png')).toBe('starting');
});

it('names the screenshot only once there is one', () => {
  expect(formatStatus(STATUS, null)).toBe('targets 1/2 up  123 samples/s  1 alert firing');
  expect(formatStatus({ ...STATUS, alertsFiring: 0 }, '/tmp/latest.png')).toBe(
    'targets 1/2 up  123 samples/s  0 alerts firing  screenshot /tmp/latest.png',
  );
});
