package main

import (
	"fmt"
	"os"
)

func Example() {
	if err := run(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	//  1  Identification of the learner                        present
	//  2  Title of the micro-credential                        present
	//  3  Country or region of the issuer                      present
	//  4  Awarding body                                        present
	//  5  Date of issuing                                      present
	//  6  Learning outcomes                                    present
	//  7  Notional workload                                    present
	//  8  Level of the learning experience                     present
	//  9  Type of assessment                                   present
	// 10  Form of participation                                present
	// 11  Type of quality assurance                            absent
	// 12  Prerequisites to enrol                               absent
	// 13  Supervision and identity verification in assessment  present
	// 14  Grade achieved                                       present
	// 15  Integration and stackability options                 absent
	// 16  Further information                                  absent
	// 10 of 11 mandatory and 2 of 5 optional elements present
	// Element 11: No quality assurance is stated.
}
