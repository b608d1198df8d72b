"""What people look at: charts and pages made of rows. Pure; every text that comes from outside is escaped."""
