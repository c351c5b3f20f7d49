"""What a page says, as text and tables: functions of a Dataset and a Locale, without Streamlit."""
