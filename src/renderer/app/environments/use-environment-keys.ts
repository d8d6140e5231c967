import { useHotkeys } from '@mantine/hooks';
import { switchToPlace } from './switch-environment.ts';

const PLACES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Ctrl+1 to Ctrl+9 switch to the first to the ninth environment of the list, also while text is edited. */
export function useEnvironmentKeys(): void {
  useHotkeys(
    PLACES.map((place): [string, () => void] => [`mod+${place}`, () => switchToPlace(place)]),
    [],
    true,
  );
}
