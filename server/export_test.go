package server

// Run is what the binary does with its arguments and environment, for tests that sit outside with the whole portal.
var Run = run
