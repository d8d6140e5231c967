import { IconFlame } from '@tabler/icons-react';
import classes from './ProductionBar.module.css';

/** Makes production unmistakable: colour, icon and words over the whole width. */
export function ProductionBar({ name, height }: { readonly name: string; readonly height: number }) {
  return (
    <div className={classes.bar} style={{ height }} data-testid="production-bar">
      <IconFlame size={14} aria-hidden />
      Production — {name}
    </div>
  );
}
