import { type NativeImage, nativeImage } from 'electron';
import type { EnvironmentKind } from '../../shared/domain/environment.ts';
import { drawKindIcon } from './kind-bitmap.ts';

const SIZE_PX = 64;
const icons = new Map<EnvironmentKind | null, NativeImage>();

/** The icon of a window that shows an environment of this kind; null for a window without one. */
export function kindIcon(kind: EnvironmentKind | null): NativeImage {
  const known = icons.get(kind);
  if (known !== undefined) return known;
  const icon = nativeImage.createFromBitmap(drawKindIcon(kind, SIZE_PX), { width: SIZE_PX, height: SIZE_PX });
  icons.set(kind, icon);
  return icon;
}
