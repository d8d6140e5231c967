/**
 * Compensated summation (Neumaier's variant of Kahan's), as Prometheus sums: the sum is `sum + compensation` at the end.
 */
export class KahanSum {
  sum: number;
  compensation: number;

  constructor(sum = 0, compensation = 0) {
    this.sum = sum;
    this.compensation = compensation;
  }

  add(increment: number): void {
    const total = this.sum + increment;
    if (total === Number.POSITIVE_INFINITY || total === Number.NEGATIVE_INFINITY) {
      this.compensation = 0;
    } else if (Math.abs(this.sum) >= Math.abs(increment)) {
      this.compensation += this.sum - total + increment;
    } else {
      this.compensation += increment - total + this.sum;
    }
    this.sum = total;
  }

  get value(): number {
    return this.sum + this.compensation;
  }
}
