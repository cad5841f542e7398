"""What every other package uses: records, settings, spans and the base class of the errors."""
