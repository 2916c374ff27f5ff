"""Makes the small models that read free text beside the rules, from the labelled sentences in this folder."""
