/** Ids of the units that are chosen most; any other of Grafana's can be typed, and words stand behind the number. */
export const UNIT_CHOICES: readonly string[] = [
  ...['none', 'short', 'percent', 'percentunit', 'bytes', 'decbytes', 'bits', 'Bps', 'binBps', 'bps'],
  ...['s', 'ms', 'µs', 'ns', 'm', 'h', 'd', 'reqps', 'ops', 'rps', 'wps', 'iops', 'cps'],
  ...['hertz', 'celsius', 'volt', 'amp', 'watt', 'joule', 'dateTimeAsIso', 'dateTimeFromNow', 'bool'],
];
