"""The directory as people of an organisation look after it: corrections, imports, what is due."""
