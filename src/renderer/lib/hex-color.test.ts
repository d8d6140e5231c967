import { expect, it } from 'vitest';
import { longHex, mixHex, withAlpha } from './hex-color.ts';

it('takes short colours, which builds make of long ones', () => {
  expect(longHex('#fFa')).toBe('#ffFFaa');
  expect(withAlpha(longHex('#000'), 0.7)).toBe('#000000b3');
  expect(longHex('#10151f')).toBe('#10151f');
  expect(longHex('CanvasText')).toBe('CanvasText');
});

it('mixes colours by their share', () => {
  expect(mixHex('#000000', '#ff8040', 0.5)).toBe('#804020');
});
