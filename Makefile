# Everything a person does with a checkout. `make` lists it.
