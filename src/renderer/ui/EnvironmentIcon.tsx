import { IconFlame, IconFlask, IconRocket } from '@tabler/icons-react';
import type { EnvironmentKind } from '../../shared/domain/environment.ts';
import classes from './EnvironmentIcon.module.css';

const ICONS = { development: IconFlask, staging: IconRocket, production: IconFlame } as const;

export const ENVIRONMENT_KIND_NAMES: Record<EnvironmentKind, string> = {
  development: 'Development',
  staging: 'Staging',
  production: 'Production',
};

/** An environment's kind by shape and colour; text must stand beside it. */
export function EnvironmentIcon({
  kind,
  size = 16,
}: {
  readonly kind: EnvironmentKind;
  readonly size?: number;
}) {
  const Icon = ICONS[kind];
  return <Icon className={classes[kind]} size={size} stroke={1.8} aria-hidden />;
}
