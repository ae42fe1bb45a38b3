package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say serve, issue or verify")
	}
	switch args[0] {
	case "serve":
		return serve(args[1:])
	case "issue", "verify":
		return token(args[0], args[1:])
	}
	return fmt.Errorf("there is no command %q; say serve, issue or verify", args[0])
}
