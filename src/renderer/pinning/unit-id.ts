import type { Unit } from '../lib/units.ts';

/** Ids of units as dashboards write them. */
const UNIT_IDS: Readonly<Partial<Record<Unit, string>>> = {
  none: 'short',
  ratio: 'percentunit',
  percent: 'percent',
  bytes: 'bytes',
  bytesSi: 'decbytes',
  bytesPerSecond: 'binBps',
  seconds: 's',
  perSecond: 'cps',
  requestsPerSecond: 'reqps',
  operationsPerSecond: 'ops',
  cores: 'short',
  celsius: 'celsius',
  volts: 'volt',
  amperes: 'amp',
  joules: 'joule',
  watts: 'watt',
  hertz: 'hertz',
  unixTime: 'dateTimeAsIso',
};

/** A unit's id as dashboards write it; undefined for one that they have none for. */
export function unitId(unit: Unit): string | undefined {
  return UNIT_IDS[unit];
}
