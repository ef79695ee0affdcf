/** Must be red: it prints a summary of its own before it is killed. */

console.log("\n  Total:     5\n  Passed:    4\n  Skipped:   0\n  Duration:  1ms\n");
