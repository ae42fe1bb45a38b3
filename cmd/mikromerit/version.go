package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the version of the program and of Go.
func (c *versionCommand) Run(a *app) error {
	return a.write(std, fmt.Appendf(nil, "mikromerit %s %s %s/%s\n", a.version, runtime.Version(), runtime.GOOS, runtime.GOARCH))
}

// buildVersion returns the version of the module that the program was built from,
// or "(devel)" for a working copy.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

type helpCommand struct {
	Command []string `arg:"" optional:"" help:"Command to tell about."`
}

// Run prints the help of a command, or of the program.
func (c *helpCommand) Run(a *app) error {
	if status := a.run(append(c.Command, "--help")); status != exitValid {
		return &failure{status: status}
	}
	return nil
}
