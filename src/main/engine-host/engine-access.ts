import type { EngineApi } from '../../engine/engine-api.ts';

/** The engine of the environment that is shown, whichever that is by now. */
export interface EngineAccess {
  /** Throws AppError `unavailable` where no environment is open or its engine is being restarted. */
  api(): EngineApi;
  /** False while no environment is open. */
  isOpen(): boolean;
}
