"""The command line of zeren: reads options, asks the library, prints, exits."""
