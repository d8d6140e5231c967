import { describe, expect, it } from 'vitest';
import type { MetricMetadata, MetricType } from '../../shared/domain/series.ts';
import { planFamilies } from './export-families.ts';

function said(name: string, type: MetricType, unit = ''): MetricMetadata {
  return { name, type, help: '', unit };
}

function plan(names: readonly string[], metadata: readonly MetricMetadata[]): string[] {
  return planFamilies(names, metadata).map(
    (family) => `${family.name} ${family.type} ${family.names.join(' ')}`,
  );
}

describe('planFamilies', () => {
  it('groups the series of a histogram, in the order they are written', () => {
    expect(plan(['h_sum', 'h_bucket', 'h_count', 'x'], [said('h', 'histogram')])).toEqual([
      'h histogram h_bucket h_count h_sum',
      'x unknown x',
    ]);
  });

  it('knows a counter by its name in both formats', () => {
    expect(plan(['a_total'], [said('a_total', 'counter')])).toEqual(['a counter a_total']);
    expect(plan(['a_total', 'a_created'], [said('a', 'counter')])).toEqual(['a counter a_total a_created']);
    expect(plan(['a'], [said('a', 'counter')])).toEqual(['a unknown a']);
  });

  it('says no type where another series would need a family of the same name', () => {
    const metadata = [said('a_total', 'counter'), said('a', 'gauge')];
    expect(plan(['a_total', 'a'], metadata)).toEqual(['a gauge a', 'a_total unknown a_total']);
  });

  it('says a unit only where the name ends with it', () => {
    const [family] = planFamilies(['a_seconds'], [said('a_seconds', 'gauge', 'seconds')]);
    expect(family?.unit).toBe('seconds');
    expect(planFamilies(['a'], [said('a', 'gauge', 'seconds')])[0]?.unit).toBe('');
  });
});
