import { expect, it } from 'vitest';
import { nextMultiChoice } from './multi-choice.ts';

it('lets all and single values push each other out', () => {
  expect(nextMultiChoice(['a'], ['a', '$__all'], true)).toEqual(['$__all']);
  expect(nextMultiChoice(['$__all'], ['$__all', 'a'], true)).toEqual(['a']);
  expect(nextMultiChoice(['a'], [], true)).toEqual(['$__all']);
  expect(nextMultiChoice(['a'], [], false)).toEqual([]);
});
