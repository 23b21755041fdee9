"""The documents as a person reads them: plain words and tables, fit for 80 columns."""
