import { describe, expect, it } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { settleAll } from './partial-answers.ts';

const bad = () => Promise.reject(new AppError('bad_data', 'unclosed parenthesis'));
const negative = (one: number): number => -one;

describe('answers of which some failed', () => {
  it('are shown with the first reason', async () => {
    const { results, error } = await settleAll([bad(), Promise.resolve(2)], negative);
    expect(results).toEqual([-2, 2]);
    expect(error?.message).toBe('unclosed parenthesis');
  });

  it('are none where all failed', async () => {
    await expect(settleAll([bad(), bad()], negative)).rejects.toThrow('unclosed parenthesis');
  });

  it('are none where one was canceled', async () => {
    const canceled = Promise.reject(new AppError('canceled', 'superseded'));
    await expect(settleAll([Promise.resolve(1), bad(), canceled], negative)).rejects.toThrow('superseded');
  });
});
