"""What every component starts: main_mobility.py COMPONENT GENERAL-CONFIG COMPONENT-CONFIG"""
from mobility.main import main

if __name__ == "__main__":
    main()
