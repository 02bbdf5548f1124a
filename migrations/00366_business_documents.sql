-- +goose Up
-- Passports and permits whose applicant names the business request of the same journey.
CREATE INDEX cases_business_trip ON cases ((answers ->> 'business_trip')) WHERE answers ->> 'business_trip' IS NOT NULL;
