import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DEFAULT_ENVIRONMENT_LIMITS,
  type Environment,
  type EnvironmentLimits,
} from '../../../shared/domain/environment.ts';
import { LimitSettings } from './LimitSettings.tsx';

const setLimits = vi.fn(async () => ({ ok: true, value: null }));

function show(limits: EnvironmentLimits): void {
  render(
    <MantineProvider>
      <LimitSettings environment={{ id: 'shop', limits } as Environment} />
    </MantineProvider>,
  );
}

function type(testId: string, value: string): void {
  fireEvent.change(screen.getByTestId(testId), { target: { value } });
}

beforeEach(() => {
  const list = async () => ({ ok: true, value: [] });
  const getActive = async () => ({ ok: true, value: null });
  const request = {
    'environments.setLimits': setLimits,
    'environments.list': list,
    'environments.getActive': getActive,
  };
  vi.stubGlobal('sextant', { request, on: {} });
  setLimits.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

describe('the limits of an environment', () => {
  it('show the defaults as placeholders and what differs as text', () => {
    show({ ...DEFAULT_ENVIRONMENT_LIMITS, series: 5_000 });
    expect(screen.getByTestId('limit-targets')).toHaveValue('');
    expect(screen.getByTestId('limit-targets')).toHaveAttribute('placeholder', '1000');
    expect(screen.getByTestId('limit-series')).toHaveValue('5000');
    expect(screen.getByTestId('limit-series-save')).toBeDisabled();
  });

  it('are saved one by one, and emptied for the default', () => {
    show({ targets: 20, series: 5_000 });
    type('limit-targets', '3 000');
    fireEvent.click(screen.getByTestId('limit-targets-save'));
    type('limit-series', '');
    fireEvent.click(screen.getByTestId('limit-series-save'));
    const sent = setLimits.mock.calls.map(([payload]: unknown[]) => (payload as { limits: unknown }).limits);
    expect(sent).toEqual([
      { targets: 3_000, series: 5_000 },
      { targets: 20, series: 1_000_000 },
    ]);
  });

  it.each(['0', '10001', '1.5', '-3', 'many', '1e3'])('refuse %s at the field', (value) => {
    show(DEFAULT_ENVIRONMENT_LIMITS);
    type('limit-targets', value);
    expect(screen.getByText('A whole number from 1 to 10,000')).toBeDefined();
    expect(screen.getByTestId('limit-targets-save')).toBeDisabled();
    fireEvent.submit(screen.getByTestId('limit-targets'));
    expect(setLimits).not.toHaveBeenCalled();
  });
});
