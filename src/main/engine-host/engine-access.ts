import type { EngineApi } from '../../engine/engine-api.ts';

/** The engine of the environment that is shown, whichever that is by now. */
export interface EngineAccess {
  /** Throws AppError `unavailable` where no environment is open or its engine is being restarted. */
  api(): EngineApi;
  /** False while no environment is open. */
  isOpen(): boolean;
  /** A window's own form of a key: two windows may ask one engine, and a newer question ends only one of the same window. */
  keyOf(key: string): string;
}
